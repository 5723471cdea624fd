console.log("cost: X".replace("X", "$$5"));
