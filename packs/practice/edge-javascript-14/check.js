console.log(null > 0, null == 0, null >= 0);
